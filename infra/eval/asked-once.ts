import type { Embedding, EmbeddingModel } from '../../processors/ports/embedding.ts'

/** An embedding model that is asked once for each text: questions, and answers that are compared. */
export const askedOnce = (model: EmbeddingModel) => {
  const known = new Map<string, Promise<Embedding>>()
  const embedOne = (text: string): Promise<Embedding> => {
    const before = known.get(text)
    if (before) return before
    const asked = model.embed([text]).then(([embedding]) => embedding!)
    known.set(text, asked)
    return asked
  }
  const embed: EmbeddingModel['embed'] = texts => Promise.all(texts.map(embedOne))
  return { model: { ...model, embed }, embedded: () => known.size }
}
