import { errors, type estypes } from '@elastic/elasticsearch'

const missing = 'index_not_found_exception'

const bodyOf = (error: unknown): { error?: { type?: string } } | null =>
  error instanceof errors.ResponseError ? ((error.body ?? null) as { error?: { type?: string } } | null) : null

export const statusOf = (error: unknown): number | null =>
  error instanceof errors.ResponseError ? (error.statusCode ?? null) : null

/** Whether the index that was asked is gone: deleted, or replaced by a newer one. */
export const isIndexMissing = (error: unknown): boolean => bodyOf(error)?.error?.type === missing

export const isAlreadyThere = (error: unknown): boolean =>
  bodyOf(error)?.error?.type === 'resource_already_exists_exception'

/** Thrown where a bulk request finds that its index is gone, for it says so item by item. */
export class IndexMissing extends Error {}

/** What an item of a bulk request comes to. */
export type ItemResult =
  | { readonly kind: 'done' }
  /** A newer version is there already. */
  | { readonly kind: 'newer' }
  /** The node has too much to do, or the shard is on its way: to be sent again. */
  | { readonly kind: 'later'; readonly reason: string }
  /** Never accepted, however often it is sent. */
  | { readonly kind: 'refused'; readonly reason: string }

const temporary = new Set([403, 408, 429, 500, 502, 503, 504])

/** Throws IndexMissing. */
export const itemResult = (item: Partial<Record<estypes.BulkOperationType, estypes.BulkResponseItem>>): ItemResult => {
  const [{ status, error } = { status: 500, error: undefined }] = Object.values(item)
  if (!error) return { kind: 'done' }
  if (error.type === missing) throw new IndexMissing(error.reason ?? missing)
  if (status === 409) return { kind: 'newer' }
  const reason = `${error.type}: ${error.reason ?? ''}`
  // 403 is a block: of a full disk, or of somebody who maintains the index.
  return temporary.has(status) ? { kind: 'later', reason } : { kind: 'refused', reason }
}
