import { policyDigest } from '../../../../src/policy.ts'
import { explainPolicy } from '../../../../src/policy-explain.ts'
import { policySince } from '../../../../src/policy-in-force.ts'
import type { Input } from '../../keys.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { Page, pageOf } from '../../parts/page.tsx'
import { useUi } from '../../ui.ts'
import { policyLines } from './policy-lines.ts'
import { firstPolicy, type PolicyEffect, type PolicyEvent, policyBindings, updatePolicy } from './policy-state.ts'

/** The rules in force, in sentences. They are changed on the command line. */
export function Policy() {
  const ui = useUi()
  const { words, room, session } = ui
  const perform = (effect: PolicyEffect, dispatch: (event: PolicyEvent) => void) => {
    if (effect.do === 'back') return ui.back()
    const { policy, ledger } = session.world
    const explained = explainPolicy(policy, words.policy.sentences)
    return dispatch({
      type: 'loaded',
      rules: { digest: policyDigest(policy), since: policySince(ledger), explained },
    })
  }
  const [{ rules, top }, dispatch] = useMachine(updatePolicy, () => firstPolicy, perform)
  const lines = rules === null ? [] : policyLines(rules, ui, session.world.clock.now())
  const page = pageOf(lines.length, room.rows)
  const listener = {
    title: words.policy.title,
    keys: policyBindings,
    labels: words.policy.keys,
    typing: false,
    onInput: (input: Input) => dispatch({ type: 'input', input, count: lines.length, page }),
  }
  return (
    <Frame listener={listener}>
      <Page lines={lines} top={top} rows={room.rows} label={words.policy.title} />
    </Frame>
  )
}
