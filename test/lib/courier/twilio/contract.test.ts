import { courierContract } from '../contract.ts'
import { twilioBench } from './bench.ts'

courierContract(async () => {
  const { courier, lab } = await twilioBench()
  const isDelivery = ({ method }: { method: string }) => method === 'POST'
  return {
    courier,
    received: async () => (await lab.messages()).map(({ body }) => body),
    refuse: () => lab.fault(request => (isDelivery(request) ? { status: 400, code: 21408 } : null)),
    cutOff: () => lab.unplug(),
    silence: () => lab.fault(request => (isDelivery(request) ? 'cut-after' : null)),
  }
})
