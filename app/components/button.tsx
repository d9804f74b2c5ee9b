import type { ButtonHTMLAttributes, ReactNode } from "react";

type Look = "primary" | "secondary" | "quiet" | "danger";

const base =
  "inline-flex min-h-12 items-center justify-center gap-2 rounded px-5 py-2 font-sans text-body font-semibold no-underline transition-colors duration-150 motion-reduce:transition-none";

const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-edge bg-raised text-ink hover:border-accent hover:text-accent",
  quiet: "text-accent underline hover:text-accent-strong hover:bg-accent-wash px-3",
  danger: "border border-error bg-raised text-error hover:bg-error-wash",
};

interface ButtonProps
  extends Pick<ButtonHTMLAttributes<HTMLButtonElement>, "name" | "value" | "form" | "formAction" | "disabled"> {
  children: ReactNode;
  look?: Look;
  type?: "submit" | "button";
  wide?: boolean;
}

export function Button({ children, look = "primary", type = "submit", wide = false, ...rest }: ButtonProps) {
  return (
    <button type={type} className={`${base} ${looks[look]} ${wide ? "w-full" : ""}`} {...rest}>
      {children}
    </button>
  );
}

/** A link that is the next step of a page. */
export function ButtonLink({
  href,
  children,
  look = "primary",
  wide = false,
}: {
  href: string;
  children: ReactNode;
  look?: Look;
  wide?: boolean;
}) {
  return (
    <a href={href} className={`${base} ${looks[look]} ${wide ? "w-full" : ""}`}>
      {children}
    </a>
  );
}
