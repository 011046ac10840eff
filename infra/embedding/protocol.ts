import type { Gate } from './gate.ts'

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

/** The `workerData` of a thread. */
export interface ThreadData {
  readonly model: WorkerModel
  /** Left once the model is loaded; passed by every run. */
  readonly gate: Gate
}

/** What a thread runs. */
export interface WorkerModel {
  /** Folder with tokenizer.json, tokenizer_config.json and onnx/model_quantized.onnx. */
  readonly modelDir: string
  /** Tokens the model reads at most. */
  readonly window: number
  /** Of its vectors. */
  readonly dimensions: number
}
