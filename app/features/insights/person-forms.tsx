import { Button } from "#app/components/button.tsx";
import { FormError, SelectField, TextField } from "#app/components/form-field.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import type { CourseChoice } from "./course-choices.queries.server.ts";
import { ReasonField } from "./reason-field.tsx";
import { ROLES } from "./roles.ts";

/** Grants a course by hand. `grantKey` names this sending of the form: sent twice, it grants once. */
export function GrantForm({ courses, grantKey, reply }: { courses: CourseChoice[]; grantKey: string; reply?: FormReply }) {
  const options = courses.map(({ id, title }) => ({ value: id, label: title }));
  return (
    <form method="post" className="max-w-measure">
      <FormError errors={reply?.errors[""]} />
      <input type="hidden" name="intent" value="grant" />
      <input type="hidden" name="grantKey" value={grantKey} />
      <SelectField
        label="Course"
        name="courseId"
        options={options}
        defaultValue={reply?.values.courseId}
        errors={reply?.errors.courseId}
      />
      <TextField
        label="Last day"
        name="until"
        type="date"
        defaultValue={reply?.values.until}
        errors={reply?.errors.until}
        hint="The course closes at the end of this day, UTC. Leave it empty for access without an end."
      />
      <ReasonField id="grant-reason" reply={reply} />
      <Button>Grant the course</Button>
    </form>
  );
}

/** Changes what a person may do on the site. */
export function RoleForm({ role, reply }: { role: string; reply?: FormReply }) {
  return (
    <form method="post" className="max-w-measure">
      <FormError errors={reply?.errors[""]} />
      <input type="hidden" name="intent" value="set-role" />
      <SelectField
        label="Role"
        name="role"
        options={ROLES.map((value) => ({ value, label: value }))}
        defaultValue={reply?.values.role ?? role}
        errors={reply?.errors.role}
        hint="Instructors see the courses that they are on the staff of. Admins see and change everything here."
      />
      <ReasonField id="role-reason" reply={reply} />
      <Button look="secondary">Change the role</Button>
    </form>
  );
}
