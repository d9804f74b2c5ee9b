// @ts-check
/**
 * The one place for Remix options; `vite.config.ts` imports it. The type is checked by
 * `npm run types`, because the plugin itself ignores a misspelt key in silence.
 *
 * @type {import("@remix-run/dev").VitePluginConfig}
 */
export default {
  appDirectory: "app",
  // A build is made aside and takes its place when it is whole: app/cli/start/build.ts.
  buildDirectory: process.env.BUILD_FOLDER ?? "build",
  serverBuildFile: "index.js",
  future: {
    v3_fetcherPersist: true,
    v3_lazyRouteDiscovery: true,
    v3_relativeSplatPath: true,
    v3_routeConfig: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
  },
};
