import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Page } from "#app/components/page.tsx";
import { env } from "#app/platform/env.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({
    title: "When and where to get help",
    description: "When a course is not the right thing, and who can help instead.",
    canonical: data && `${data.site}/help`,
  });

export function loader(_args: LoaderFunctionArgs) {
  return { site: env().appUrl };
}

/** Kinds of help and how to find them. No telephone numbers: one that has changed does harm. */
export default function Help() {
  return (
    <Page
      title="When and where to get help"
      lead="Our courses are education, not therapy. Some situations need a person, not a lesson."
      width="text"
    >
      <div className="prose">
        <h2>If you are in danger now</h2>
        <p>Call the emergency number of your country. If it is not safe to speak, go to where other people are.</p>
        <h2>If you are thinking of hurting yourself</h2>
        <p>
          Please tell somebody today: a person you trust, a doctor, or a crisis line. Most countries have a crisis line that is
          free and open day and night. Search for “crisis line” and the name of your country, or ask any hospital or pharmacy.
        </p>
        <h2>If somebody hurts, threatens or controls you</h2>
        <p>
          Do not try to reconnect, and do not practise our exercises with this person. Being hit, followed, watched, threatened,
          kept from money or kept from friends is not a problem of communication. Search for “domestic abuse helpline” and your
          country or town. These services also help people who are not sure, and they help people of every gender. If your device
          may be watched, use another one.
        </p>
        <h2>If somebody has said no to you</h2>
        <p>
          A no is an answer. If a person has asked you to leave them alone, or a court has, then staying away is the respectful
          act, and the only right one. If that is hard to bear, a counsellor or a helpline for people who worry about their own
          behaviour can stand by you.
        </p>
        <h2>If it goes on for long</h2>
        <p>
          Low mood, fear, sleeplessness or drinking that does not pass belongs in the hands of a professional. Your doctor can
          tell you who is near. A couples counsellor can help two people who both want to come.
        </p>
      </div>
    </Page>
  );
}
