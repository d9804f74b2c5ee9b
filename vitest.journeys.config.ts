import { defineConfig } from "vitest/config";

/** Browser journeys: the built server, a real database and Chromium, one file after the other. */
export default defineConfig({
  test: {
    include: ["tests/journeys/**/*.spec.ts"],
    globalSetup: ["tests/journeys/global-setup.ts"],
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
