export interface RightOfWay {
  /** Does what somebody waits for. */
  first<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves once none of that is under way in this process, and after the patience at the latest. */
  giveWay(): Promise<void>;
}

/** Lets work that somebody waits for go before work that can wait a moment. `patience` in milliseconds: nothing starves. */
export function rightOfWay({ patience }: { patience: number }): RightOfWay {
  let underWay = 0;
  const waiting = new Set<() => void>();
  return {
    async first(work) {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        if (underWay === 0) for (const go of waiting) go();
      }
    },
    giveWay() {
      if (underWay === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const go = () => {
          waiting.delete(go);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(go, patience);
        waiting.add(go);
      });
    },
  };
}
