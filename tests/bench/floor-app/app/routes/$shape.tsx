import { useParams } from "@remix-run/react";
import { FloorPage } from "../floor-page.tsx";
import { shapes } from "../shapes.ts";

export default function Floor() {
  const { shape = "" } = useParams();
  return <FloorPage shape={shapes[shape]!} />;
}
