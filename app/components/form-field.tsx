import type { InputHTMLAttributes, ReactNode } from "react";

interface FieldProps {
  label: string;
  name: string;
  /** Unique on the page; the name where it is left out. */
  id?: string;
  /** What is wrong, and what to do: shown beside the field and read with it. */
  errors?: string[];
  hint?: ReactNode;
}

const control =
  "block w-full min-h-12 rounded border bg-raised px-3 py-2 text-body text-ink placeholder:text-soft aria-invalid:border-error aria-invalid:border-2 border-edge";

function describedBy(id: string, hint: ReactNode, errors: string[] | undefined): string | undefined {
  const ids = [errors?.length ? `${id}-error` : "", hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  return ids || undefined;
}

function FieldFrame({ id, label, hint, errors, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="mb-5">
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mb-1 text-small text-soft">
          {hint}
        </p>
      )}
      {children}
      {errors && errors.length > 0 && (
        <p id={`${id}-error`} className="mt-1 text-small font-semibold text-error">
          <span aria-hidden="true">✕ </span>
          {errors.join(" ")}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = FieldProps &
  Pick<
    InputHTMLAttributes<HTMLInputElement>,
    | "type"
    | "defaultValue"
    | "autoComplete"
    | "required"
    | "maxLength"
    | "minLength"
    | "min"
    | "max"
    | "inputMode"
    | "placeholder"
    | "spellCheck"
    | "autoFocus"
  >;

/** One line of text. A password is never filled in again after an error; everything else keeps what was typed. */
export function TextField({ label, name, id = name, errors, hint, type = "text", ...rest }: TextFieldProps) {
  return (
    <FieldFrame id={id} label={label} name={name} hint={hint} errors={errors}>
      <input
        id={id}
        name={name}
        type={type}
        className={control}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(id, hint, errors)}
        {...rest}
      />
    </FieldFrame>
  );
}

export function TextArea({
  label,
  name,
  id = name,
  errors,
  hint,
  rows = 4,
  defaultValue,
  required,
  maxLength,
}: FieldProps & { rows?: number; defaultValue?: string; required?: boolean; maxLength?: number }) {
  return (
    <FieldFrame id={id} label={label} name={name} hint={hint} errors={errors}>
      <textarea
        id={id}
        name={name}
        rows={rows}
        defaultValue={defaultValue}
        required={required}
        maxLength={maxLength}
        className={control}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(id, hint, errors)}
      />
    </FieldFrame>
  );
}

export function SelectField({
  label,
  name,
  id = name,
  errors,
  hint,
  defaultValue,
  options,
}: FieldProps & { defaultValue?: string; options: { value: string; label: string }[] }) {
  return (
    <FieldFrame id={id} label={label} name={name} hint={hint} errors={errors}>
      <select
        id={id}
        name={name}
        defaultValue={defaultValue}
        className={control}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(id, hint, errors)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/**
 * The field that comes first among those with errors, or "" for the form as a whole: give it `autoFocus`, so that a page
 * that comes back begins where there is something to do.
 */
export function firstInvalid(errors: Record<string, string[]> | undefined): string | undefined {
  if (!errors) return undefined;
  if (errors[""]?.length) return "";
  return Object.keys(errors).find((name) => errors[name]?.length);
}

/** What is wrong with the form as a whole: the page comes back with it in focus, so it is read out. */
export function FormError({ errors }: { errors?: string[] }) {
  if (!errors?.length) return null;
  return (
    // biome-ignore lint/a11y/noAutofocus: only on the page that answers a form, where it says why nothing was done
    <div role="alert" tabIndex={-1} autoFocus className="mb-5 rounded border border-error bg-error-wash px-4 py-3 text-error">
      {errors.join(" ")}
    </div>
  );
}
