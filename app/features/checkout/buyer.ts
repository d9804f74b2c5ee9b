export interface Buyer {
  id: string;
  name: string;
  email: string;
}

/** Who bought: the person, or what the books keep of one whose account is erased. */
export function buyerOf({ erasedBuyer, ...user }: Buyer & { erasedBuyer: Omit<Buyer, "id"> | null }): Buyer {
  return { ...user, ...erasedBuyer };
}
