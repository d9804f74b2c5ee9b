import "@remix-run/node";

/** Loaders' and actions' data keep their types (dates stay dates), because the flag is on in `remix.config.js`. */
declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}
