/** By what a document is told from all others. */
export const documentKeyOf = ({
  tenant,
  documentId,
}: {
  readonly tenant: string
  readonly documentId: string
}): string => `${tenant}/${documentId}`
