import { openEmbeddedPassages } from '../../infra/documents/embedded.ts'
import { documentsContract } from './documents.contract.ts'

documentsContract('the embedded store', async () => ({
  open: () => openEmbeddedPassages(384),
  dispose: async () => {},
}))
