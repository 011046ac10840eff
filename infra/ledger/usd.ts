const picoPerUsd = 1_000_000_000_000n

/** An amount in 1e-12 USD as a decimal of USD, exactly: 0.0000251, without zeros at the end. */
export const usdText = (pico: bigint): string => {
  const size = pico < 0n ? -pico : pico
  const places = String(size % picoPerUsd)
    .padStart(12, '0')
    .replace(/0+$/, '')
  return `${pico < 0n ? '-' : ''}${size / picoPerUsd}${places === '' ? '' : `.${places}`}`
}
