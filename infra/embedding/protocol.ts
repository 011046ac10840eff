/** A text for a worker thread. */
export interface EmbedRequest {
  readonly id: number
  readonly text: string
}

/** What a worker thread says: once that it is ready, then one reply to each request. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'embedded'
      readonly id: number
      readonly vector: Float32Array<ArrayBuffer>
      readonly tokens: number
    }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

/** The `workerData` of a thread that runs a model. */
export interface WorkerModel {
  /** Folder with config.json, tokenizer.json and onnx/model_quantized.onnx. */
  readonly modelDir: string
}
