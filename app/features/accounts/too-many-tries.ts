/** What a command answers where a rate limit is reached. It says the same whether or not there is an account. */
export interface TooManyTries {
  status: "refused";
  reason: "too-many-tries";
  retryAt: Date;
}

export function tooManyTries(limited: { retryAt: Date }): TooManyTries {
  return { status: "refused", reason: "too-many-tries", retryAt: limited.retryAt };
}
