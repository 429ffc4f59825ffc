/** One environment variable: the field it fills, and what it means to the person who sets it. */
export interface DeclaredSetting {
  readonly key: string;
  readonly name: string;
  readonly meaning: string;
}

/** In the order they are declared. */
export const DECLARED: DeclaredSetting[] = [];

/** Names the variable that fills a field. */
export function EnvironmentVariable(name: string, meaning: string) {
  return (_target: object, key: string): void => {
    DECLARED.push({ name, key, meaning });
  };
}
