import { serve } from '../../worker.ts'
import type { PackData, Packed, PackJob } from './pack-jobs.ts'
import { Packer } from './packer.ts'

serve<PackData, PackJob, Packed>(data => {
  const packer = new Packer(data)
  return job => packer.run(job)
})
