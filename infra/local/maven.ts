import { exec } from './exec.ts'
import type { Java } from './java.ts'
import { ensureProgram } from './programs.ts'

/** Copies what a pom depends on into a folder. UNAVAILABLE, in Maven's words, where the download fails. */
export const copyDependencies = async (pom: string, folder: string, java: Java): Promise<void> => {
  const mvn = await ensureProgram('mvn', 'maven')
  await exec(mvn, ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`], {
    env: { ...process.env, JAVA_HOME: java.home },
  })
}
