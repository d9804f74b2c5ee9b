export const PROVIDERS = ["youtube", "vimeo"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Where a third-party video is watched: the provider's own page, and the player without cookies, for a frame. */
export function embedAddresses(provider: Provider, id: string): { name: string; page: string; player: string } {
  if (provider === "youtube") {
    return {
      name: "YouTube",
      page: `https://www.youtube.com/watch?v=${id}`,
      player: `https://www.youtube-nocookie.com/embed/${id}`,
    };
  }
  return { name: "Vimeo", page: `https://vimeo.com/${id}`, player: `https://player.vimeo.com/video/${id}?dnt=1` };
}

export function isEmbedId(provider: Provider, id: string): boolean {
  return provider === "youtube" ? /^[\w-]{6,20}$/.test(id) : /^\d{4,15}$/.test(id);
}

/** What an id looks like, to read on from "Give". */
export function embedIdRule(provider: Provider): string {
  return provider === "youtube"
    ? "the letters and digits after `watch?v=` in the video's address"
    : "the number in the video's address";
}
