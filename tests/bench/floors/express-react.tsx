import { createServer } from "node:http";
import express from "express";
import { renderToString } from "react-dom/server";
import { FloorPage, type PageShape } from "../floor-app/app/floor-page.tsx";
import { serveFloor } from "./listening.ts";

/** An Express route with React's `renderToString` and no data; the page has the shape of the course page. */
const shape = JSON.parse(process.argv[2] ?? "") as PageShape;

const app = express();
app.get("/", (_request, response) => {
  const page = renderToString(
    <html lang="en">
      <body>
        <FloorPage shape={shape} />
      </body>
    </html>,
  );
  response.type("html").send(`<!DOCTYPE html>${page}`);
});
serveFloor(createServer(app));
