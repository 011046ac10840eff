/** The version that the Ollama server at a URL says it has. Rejects where none answers. */
export const ollamaVersion = async (url: string): Promise<string> => {
  const response = await fetch(new URL('/api/version', url), { signal: AbortSignal.timeout(3_000) })
  const said = response.ok ? ((await response.json()) as { version?: unknown }) : null
  if (typeof said?.version !== 'string') throw new Error(`${url} answers, but is not Ollama`)
  return said.version
}
