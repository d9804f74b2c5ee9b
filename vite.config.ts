import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";
import remixConfig from "./remix.config.js";

/** Bundles our own server with the routes, so that both share one database client and one cache. */
const serverEntry: Plugin = {
  name: "server-entry",
  enforce: "post",
  config: (_config, { isSsrBuild }) => (isSsrBuild ? { build: { rollupOptions: { input: "./app/server.ts" } } } : undefined),
};

export default defineConfig({
  plugins: [tailwindcss(), remix(remixConfig), serverEntry],
  build: { target: "es2022", chunkSizeWarningLimit: 800 },
});
