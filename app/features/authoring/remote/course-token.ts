/** What a token may do: each scope holds those before it. */
export const TOKEN_SCOPES = ["read", "write", "publish"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export function scopeHolds(has: string, needs: TokenScope): boolean {
  return TOKEN_SCOPES.indexOf(has as TokenScope) >= TOKEN_SCOPES.indexOf(needs);
}
