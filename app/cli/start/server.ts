import path from "node:path";
import { pathToFileURL } from "node:url";

interface LoadedServer {
  serve(): Promise<{ close(): Promise<void> }>;
  /** A path to follow once; null where there is somebody who runs the site already. */
  createFirstInstructorLink(): Promise<string | null>;
}

type ServerModule = typeof import("../../server.ts");

/** The built server, or with `development` the sources under Vite, reloaded as they change. */
export async function loadServer(development: boolean): Promise<LoadedServer> {
  if (!development) {
    // React serves its development build unless told so before it is loaded.
    process.env.NODE_ENV = "production";
    const built = (await import(pathToFileURL(path.resolve("build/server/index.js")).href)) as ServerModule;
    return { serve: () => built.serve(), createFirstInstructorLink: built.createFirstInstructorLink };
  }
  process.env.NODE_ENV = "development";
  const { createServer } = await import("vite");
  const vite = await createServer({ server: { middlewareMode: true }, appType: "custom" });
  const source = (await vite.ssrLoadModule("./app/server.ts")) as ServerModule;
  const loadBuild = () =>
    vite.ssrLoadModule("virtual:remix/server-build") as ReturnType<
      NonNullable<Parameters<ServerModule["serve"]>[0]>["loadBuild"]
    >;
  return {
    async serve() {
      const serving = await source.serve({ middlewares: vite.middlewares, loadBuild });
      return {
        async close() {
          await serving.close();
          await vite.close();
        },
      };
    },
    createFirstInstructorLink: source.createFirstInstructorLink,
  };
}
