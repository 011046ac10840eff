import { describe, expect, it } from 'vitest'
import type { RecordQuery, RecordStore } from '../../processors/ports/records.ts'

/** What every store of records promises, with the shipped shop in it. */
export const recordsContract = (name: string, open: () => RecordStore): void => {
  describe(`${name} keeps the promises of a store of records:`, () => {
    const { signal } = new AbortController()
    const query = (more: Partial<RecordQuery> = {}): RecordQuery => ({
      ...{ entity: 'order', key: 'FH-104180', tenant: 'default', userId: 'u-001' },
      ...more,
    })
    const find = (more: Partial<RecordQuery> = {}) => {
      const store = open()
      return store.find(store.statementOf(query(more)), signal)
    }

    it('an order is found for its customer, with what may be shown of it and nothing else', async () => {
      expect(await find()).toEqual([
        {
          id: 'FH-104180',
          placed_at: '2026-07-02T08:41:00Z',
          status: 'delivered',
          items: [
            { sku: 'HO-3012', quantity: 1, price_gbp: 49 },
            { sku: 'HO-3013', quantity: 1, price_gbp: 44 },
          ],
          total_gbp: 93,
          carrier: 'Parcelway',
          tracking: 'PW25001420GB',
          delivered_at: '2026-07-07T09:00:00Z',
        },
      ])
    })
    it('for no other customer, nor for nobody', async () => {
      expect(await find({ userId: 'u-002' })).toEqual([])
      expect(() => open().statementOf(query({ userId: null }))).toThrow('belong to a customer')
    })
    it('a parcel by its number, a product by its name, for anybody', async () => {
      expect(await find({ entity: 'shipment', key: 'PW25001420GB' })).toMatchObject([{ id: 'FH-104180' }])
      expect(await find({ entity: 'product', key: 'willow smart plug', userId: null })).toMatchObject([
        { name: 'Willow smart plug', price_gbp: 12.99, colours: ['white', 'slate'] },
      ])
    })
    it('what a customer has written is a parameter and nothing else', async () => {
      for (const hostile of [
        "x' OR '1'='1",
        '" OR 1=1 --',
        "'; DROP TABLE orders; --",
        '}) DETACH DELETE n //',
        '$userId',
      ]) {
        const { text, parameters } = open().statementOf(query({ key: hostile }))
        expect(text).toBe(open().statementOf(query()).text)
        expect(parameters).toContain(hostile)
        expect(await find({ key: hostile })).toEqual([])
        expect(await find({ userId: hostile })).toEqual([])
      }
      expect(await find()).toHaveLength(1)
    })
    it('an aborted lookup ends with the reason, and the next one works', async () => {
      const store = open()
      const ending = new AbortController()
      const looking = store.find(store.statementOf(query()), ending.signal)
      ending.abort(new Error('too late'))
      await expect(looking).rejects.toThrow('too late')
      expect(await find()).toHaveLength(1)
    })
  })
}
