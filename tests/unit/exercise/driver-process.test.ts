import { expect, test } from 'vitest'
import type { DriverNews, DriverOrders, PictureRow } from '../../../server/exercise/driver/orders.ts'
import { startDriver } from '../../../server/exercise/world/driver-process.ts'
import { scenario } from '../../fixtures/exercise.ts'
import { eventually } from '../../harness/eventually.ts'

const orders = (more: Partial<DriverOrders> = {}): DriverOrders => ({
  // Nobody listens there.
  ...{ base: 'http://127.0.0.1:1', keys: {}, scenario: scenario(), picture: [], came: {}, alerts: {} },
  ...more,
})
function started(of: DriverOrders) {
  const news: DriverNews['kind'][] = []
  const gone: string[] = []
  const driver = startDriver(of, {
    news: (n) => news.push(n.kind),
    gone: (why) => gone.push(why),
    say: () => {},
  })
  return { driver, news, gone }
}

test('a driver that dies is noticed once, one that is stopped is not missed', async () => {
  const [killed, stopped] = [started(orders()), started(orders())]
  await eventually(() => expect([killed.news, stopped.news]).toEqual([['ready'], ['ready']]))
  process.kill(killed.driver.pid ?? 0, 'SIGKILL')
  await eventually(() => expect(killed.gone).toEqual(['it ended (SIGKILL)']))
  await Promise.all([killed.driver.stop(), stopped.driver.stop()])
  // What is told to one that is gone is told to nobody.
  for (const { driver } of [killed, stopped]) driver.tell({ kind: 'inject', inject: 'bao' })
  expect([killed.gone.length, stopped.gone.length]).toEqual([1, 0])
})

test('a driver that ends before it has read its orders breaks nothing but itself', async () => {
  const row: PictureRow = { indicator: 'KTN-03', unit: 'VN', value: 1, status: 'official' }
  // More than a pipe holds: the writing is under way when the reader goes.
  const { driver, gone, news } = started(orders({ picture: Array.from({ length: 100_000 }, () => row) }))
  process.kill(driver.pid ?? 0, 'SIGKILL')
  await eventually(() => expect(gone).toEqual(['it ended (SIGKILL)']))
  expect(news).toEqual([])
})
