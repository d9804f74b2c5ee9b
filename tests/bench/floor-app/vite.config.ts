import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
// Beside this file in the bench's copy: the same future flags as the site's.
import remixConfig from "../../../remix.config.js";

export default defineConfig({ plugins: [remix({ future: remixConfig.future })] });
