import { Button } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import type { Device } from "./devices.queries.server.ts";

/** Where the person is signed in, each place with a button that ends it. */
export function DeviceList({ devices }: { devices: Device[] }) {
  return (
    <>
      <ul className="mb-6 border-t border-line">
        {devices.map((device) => (
          <li key={device.session} className="flex flex-wrap items-center justify-between gap-4 border-b border-line py-4">
            <div>
              <p className="font-semibold">
                {device.name}
                {device.current && <span className="font-normal text-done"> · this browser</span>}
              </p>
              <p className="text-small text-soft">
                Last used <FormattedDate value={device.lastUsedAt} time />, signed in{" "}
                <FormattedDate value={device.signedInAt} time />
              </p>
            </div>
            {!device.current && (
              <form method="post">
                <input type="hidden" name="intent" value="end-session" />
                <input type="hidden" name="session" value={device.session} />
                <Button look="secondary">
                  Sign out <span className="sr-only">{device.name}</span>
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        {devices.length > 1 && (
          <form method="post">
            <Button look="secondary" name="intent" value="end-others">
              Sign out everywhere else
            </Button>
          </form>
        )}
        <form method="post">
          <Button look="danger" name="intent" value="sign-out-everywhere">
            Sign out everywhere, here too
          </Button>
        </form>
      </div>
    </>
  );
}
