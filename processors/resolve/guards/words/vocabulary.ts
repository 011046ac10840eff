/**
 * What the guards know of a language, as words and phrases joined by commas. Inflected forms need not be listed where
 * `stemOf` finds them; of a form that is listed under two names the one written out counts.
 */
export interface Vocabulary {
  /** Say nothing of what is asked for. */
  readonly filler: string
  /** Lines of `name: wordings`: all the wordings ask for the same. A name of several words stands for so many concepts. */
  readonly concepts: string
  /**
   * More lines of `name: wordings`, behind those of `concepts`. A phrase of several words is read as its name, and once
   * more word by word: "late fee" as one thing, and as a fee for being late.
   */
  readonly service?: string
  /** Lines of `name: wordings`: of how many, or of which, something is said. */
  readonly quantifiers: string
  /** Lines of `name: wordings`: on what, before or after what, something depends. */
  readonly conditions: string
  /** Lines of `name: wordings`: the part in the sentence of what comes next. */
  readonly roles: string
  /** By the stems of verbs, joined by `|`: what each of their particles makes of them, however far behind it stands. */
  readonly separable?: Readonly<Record<string, Readonly<Record<string, string>>>>
}
