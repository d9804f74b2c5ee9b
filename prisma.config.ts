import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "tsx prisma/seed.ts" },
  // The CLI demands an address even for `generate`, which never connects.
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost/not-configured" },
});
