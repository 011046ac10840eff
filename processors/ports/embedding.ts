export interface Embedding {
  /** L2-normalised, [dimensions]; zeros for a text beyond the model's window. */
  readonly vector: Float32Array
  /** Tokens of the text under this model, special ones included, before any truncation. */
  readonly tokens: number
}

/** The embedding model port. Works off the event loop. */
export interface EmbeddingModel {
  /** Name and revision: `all-MiniLM-L6-v2:int8-fused`. Vectors of different names are never compared. */
  readonly name: string
  readonly dimensions: number
  /** One for each text, in order. The same text gives the same bytes on every call. Throws EMBEDDING_FAILED. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]>
  close(): Promise<void>
}
