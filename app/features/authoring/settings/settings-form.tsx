import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormError, SelectField, TextArea, TextField } from "#app/components/form-field.tsx";
import { Section } from "#app/components/page.tsx";
import type { Settings } from "./course-settings.ts";

interface Props {
  settings: Settings;
  errors: Record<string, string[]>;
  basedOn: number;
  pictures: string[];
  lessons: { key: string; title: string }[];
  currencies: string[];
  closeTo: string;
}

/** How many rows of a list there are, with one empty one at the end to write into. */
function rowCount(settings: Settings, group: string): number {
  const written = Object.keys(settings).filter((name) => name.startsWith(`${group}.`) && settings[name]?.trim());
  const places = written.map((name) => Number(name.split(".")[1]));
  return Math.max(0, ...places.map((at) => at + 1)) + 1;
}

/** The settings of a course as a form: what its page says, who teaches it, what it costs, and its rules. */
export function SettingsForm({ settings, errors, basedOn, pictures, lessons, currencies, closeTo }: Props) {
  const field = (name: string) => ({ name, defaultValue: settings[name], errors: errors[name] });
  const choice = (name: string, options: { value: string; label: string }[]) => {
    const value = settings[name] ?? "";
    // What stands in the file is kept, also where it is nothing of the list.
    const shown = options.some((one) => one.value === value) ? options : [...options, { value, label: `${value} (not there)` }];
    return { name, defaultValue: value, errors: errors[name], options: shown };
  };
  const none = (label: string) => ({ value: "", label });
  const files = pictures.map((name) => ({ value: name, label: name }));
  const times = (group: string) => Array.from({ length: rowCount(settings, group) }, (_, at) => `${group}.${at}`);
  return (
    <form method="post" className="max-w-measure">
      <FormError errors={errors[""]} />
      <input type="hidden" name="basedOn" value={basedOn} />
      <Section id="page" title="What its page says">
        <TextField label="Title" maxLength={120} {...field("title")} hint="The address of the course stays as it is." />
        <TextField label="In one line" maxLength={140} {...field("tagline")} />
        <TextArea label="What it is about" rows={6} {...field("summary")} hint="Two or three paragraphs, in Markdown." />
        <TextArea label="What one learns in it" rows={6} {...field("outcomes")} hint="Three to eight sentences, one on a line." />
        <TextArea label="Whom it is for" rows={4} {...field("audience")} hint="At most eight sentences, one on a line." />
        <TextField label="Level" {...field("level")} hint="In a word or two, such as Introductory." />
        <TextField label="How long it takes" {...field("duration")} hint="Such as 90 days." />
        <TextField label="Language" {...field("language")} hint="As a tag, such as en or pt-BR." />
        <SelectField label="Cover" {...choice("cover", [none("No cover"), ...files])} hint="Pictures come under Media." />
        <TextField label="What the cover shows" {...field("coverAlt")} hint="For who does not see it." />
        <SelectField
          label="Picture beside links on other sites"
          {...choice("socialImage", [none("None"), ...files])}
          hint="PNG or JPEG, best 1200 by 630."
        />
      </Section>
      <Section id="instructors" title="Who teaches it">
        {errors.instructors && <p className="mb-4 text-small font-semibold text-error">✕ {errors.instructors.join(" ")}</p>}
        {times("instructors").map((row, at) => (
          <fieldset key={row} className="mb-6 border-l-2 border-line pl-4">
            <legend className="mb-2 font-semibold">{settings[`${row}.name`] || `Person ${at + 1}`}</legend>
            <TextField label="Name" {...field(`${row}.name`)} />
            <TextField label="Role" {...field(`${row}.role`)} />
            <TextArea label="About them" rows={2} {...field(`${row}.bio`)} />
          </fieldset>
        ))}
        <p className="text-small text-soft">Empty all fields of a person to take them away. Saving gives another empty one.</p>
      </Section>
      <Section id="faq" title="Questions and answers">
        {errors.faq && <p className="mb-4 text-small font-semibold text-error">✕ {errors.faq.join(" ")}</p>}
        {times("faq").map((row, at) => (
          <fieldset key={row} className="mb-6 border-l-2 border-line pl-4">
            <legend className="sr-only">Question {at + 1}</legend>
            <TextField label={`Question ${at + 1}`} {...field(`${row}.question`)} />
            <TextArea label="Answer" rows={3} {...field(`${row}.answer`)} />
          </fieldset>
        ))}
        <p className="text-small text-soft">Empty both fields to take a question away. Saving gives another empty one.</p>
      </Section>
      <Section id="price" title="Price">
        <TextField
          label="Amount"
          inputMode="decimal"
          {...field("amount")}
          hint="Such as 149.00, with tax. Leave it empty, and the course is free."
        />
        <SelectField
          label="Currency"
          name="currency"
          defaultValue={settings.currency || "usd"}
          errors={errors.currency}
          options={currencies.map((code) => ({ value: code, label: code.toUpperCase() }))}
        />
        <TextArea label="What happens after payment" rows={4} {...field("afterPayment")} hint="In Markdown. With a price only." />
        <TextArea label="When money is given back" rows={4} {...field("refundPolicy")} hint="In Markdown. With a price only." />
      </Section>
      <Section id="rules" title="Rules">
        <SelectField
          label="What it is"
          {...choice("kind", [
            none("A course, as long as nothing else is chosen"),
            { value: "course", label: "A course" },
            { value: "mini-course", label: "A mini-course" },
            { value: "download", label: "Files to keep" },
          ])}
        />
        <SelectField
          label="Order"
          {...choice("order", [
            none("Any order, as long as nothing else is chosen"),
            { value: "free", label: "Lessons in any order" },
            { value: "required", label: "A lesson opens when those before it are complete" },
          ])}
        />
        <SelectField
          label="New releases"
          {...choice("releases", [
            none("At the next visit, as long as nothing else is chosen"),
            { value: "next-visit", label: "Learners move to a new release at their next visit" },
            { value: "finish", label: "Learners stay on theirs until they finish" },
          ])}
        />
        <SelectField
          label="When to get help"
          {...choice("careLesson", [none("No such lesson"), ...lessons.map(({ key, title }) => ({ value: key, label: title }))])}
          hint="A lesson that is linked from every page of the course."
        />
      </Section>
      <div className="mt-8 flex flex-wrap gap-3">
        <Button>Save</Button>
        <ButtonLink href={closeTo} look="quiet">
          Back to the outline
        </ButtonLink>
      </div>
    </form>
  );
}
