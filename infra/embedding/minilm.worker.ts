import { basename, dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { AutoModel, AutoTokenizer, env, mean_pooling, type Tensor } from '@huggingface/transformers'
import type { EmbedRequest, WorkerModel, WorkerReply } from './protocol.ts'

const window = 512
const { modelDir } = workerData as WorkerModel
const port = parentPort!

env.allowRemoteModels = false
env.localModelPath = dirname(modelDir)
const name = basename(modelDir)
const tokenizer = await AutoTokenizer.from_pretrained(name)
const model = await AutoModel.from_pretrained(name, {
  dtype: 'q8',
  // More threads make it slower under load; parallelism comes from more workers.
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
})

interface Tokens {
  readonly input_ids: Tensor
  readonly attention_mask: Tensor
}

// One text a run: activations are quantised over the whole batch, so that a neighbour would change the bits of a vector.
const embed = async ({ id, text }: EmbedRequest): Promise<WorkerReply & { kind: 'embedded' }> => {
  const whole: Tokens = tokenizer(text)
  const tokens = whole.input_ids.dims.at(-1)!
  const inputs: Tokens = tokens > window ? tokenizer(text, { truncation: true, max_length: window }) : whole
  const { last_hidden_state } = await model(inputs)
  const pooled = mean_pooling(last_hidden_state, inputs.attention_mask).normalize(2, -1)
  return { kind: 'embedded', id, vector: Float32Array.from(pooled.data as Float32Array), tokens }
}

let last: Promise<void> = Promise.resolve()

port.on('message', (request: EmbedRequest) => {
  last = last
    .then(() => embed(request))
    .then(
      reply => port.postMessage(reply, [reply.vector.buffer]),
      (error: unknown) =>
        port.postMessage({ kind: 'failed', id: request.id, message: String(error) } satisfies WorkerReply),
    )
})
port.postMessage({ kind: 'ready' } satisfies WorkerReply)
