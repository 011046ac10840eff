/**
 * Address of the Elasticsearch that suites use, http://host:port; null where there is none: then they are skipped, and the
 * run lists what was not checked.
 */
export const elasticsearchUrl = async (): Promise<string | null> => process.env.ELASTICSEARCH_URL ?? null
