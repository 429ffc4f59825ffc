/** Parameters without those that were not said. */
export type Stated<T> = {
  readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out what is undefined: to a query an absent parameter is absent, never present without a value. */
export function stated<T extends object>(parameters: T): Stated<T> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== undefined),
  ) as Stated<T>;
}
