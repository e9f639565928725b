import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  ExerciseParams,
  ExercisesView,
  ExerciseView,
  NewExercise,
  RunningView,
  type Scenario,
  ScenarioChecked,
  ScenarioName,
  ScenarioText,
  Steer,
} from '../../shared/api/exercise.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Role } from '../../shared/vocabulary.ts'
import { actor } from '../access/index.ts'
import type { Exercises } from './exercises.ts'
import { delivered, readScenario, summaryOf } from './scenario.ts'
import { yamlOf } from './scenario-text.ts'

const tags = ['exercise']
const LEADS: Role[] = ['administrator', 'leader', 'duty']
const READS: Role[] = [...LEADS, 'auditor']
const SCENARIO_LIMIT = 2 << 20

/** Exercises from the real world's side: which there are, starting one, steering it, looking back. */
export const exerciseRoutes: FastifyPluginAsyncTypebox<{ exercises: Exercises }> = async (
  app,
  { exercises },
) => {
  const roles = (list: Role[]) => ({
    config: { scope: `nation:${list.join(',')}` },
    preHandler: app.require(...list),
  })
  const by = (request: FastifyRequest) => ({ actor: actor(request), address: request.ip })
  const { positions, addresses } = app.config.exercise
  const nameOf = (id: string) => app.shifts.positions().find((p) => p.id === id)?.name ?? { vi: id, en: id }
  /** Whether this person may lead one, where the settings leave it to positions. */
  const holds = (request: FastifyRequest): boolean => {
    const person = app.access.principal(request)
    return (
      !positions.length ||
      (person?.kind === 'account' &&
        app.shifts.watchesOf(person.id).some((w) => positions.includes(w.position)))
    )
  }
  /** Throws EXERCISE_POSITION. An administrator may always end one, so that none is left without anybody. */
  const mustLead = (request: FastifyRequest, ends = false): void => {
    const person = app.access.principal(request)
    if (holds(request) || (ends && person?.kind === 'account' && person.role === 'administrator')) return
    throw new RequestError('EXERCISE_POSITION', { positions: positions.map(nameOf) })
  }
  const read = (text: string) => readScenario(text, app.catalogue.now(), Date.now())

  /** Throws NOT_FOUND for a name that is not delivered, SCENARIO_INVALID with every fault of a text. */
  const wanted = ({ scenario: name, text }: { scenario?: string; text?: string }): Scenario => {
    if ((name === undefined) === (text === undefined))
      throw new RequestError('BAD_REQUEST', { field: 'scenario' })
    const source = text ?? delivered().get(name ?? '')
    if (source === undefined) throw new RequestError('NOT_FOUND', { scenario: name ?? '' })
    const { scenario, faults } = read(source)
    if (!scenario) throw new RequestError('SCENARIO_INVALID', { faults })
    return scenario
  }

  app.get(
    '/api/exercises',
    { ...roles(READS), schema: { tags, response: { 200: ExercisesView } } },
    async (request) => ({
      rules: { positions: positions.map(nameOf), mine: holds(request), reach: [...addresses] },
      scenarios: [...delivered()].flatMap(([name, text]) => {
        const { scenario } = read(text)
        return scenario ? [summaryOf(name, scenario)] : []
      }),
      exercises: await exercises.list(),
    }),
  )
  app.get(
    '/api/exercises/scenarios/:name',
    { ...roles(READS), schema: { tags, params: ScenarioName } },
    async (request, reply) => {
      const { name } = request.params
      const text = delivered().get(name)
      const scenario = text === undefined ? null : read(text).scenario
      if (!scenario) throw new RequestError('NOT_FOUND', { scenario: name })
      return reply
        .type('application/yaml; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}.yaml"`)
        .send(yamlOf(scenario))
    },
  )
  app.get(
    '/api/exercises/running',
    {
      config: { scope: 'signed-in' },
      preHandler: app.requireAny(),
      schema: { tags, response: { 200: RunningView } },
    },
    async () => ({ running: exercises.running() }),
  )
  app.post(
    '/api/exercises/check',
    {
      ...roles(LEADS),
      bodyLimit: SCENARIO_LIMIT,
      schema: { tags, body: ScenarioText, response: { 200: ScenarioChecked } },
    },
    async (request) => {
      const { scenario, faults } = read(request.body.text)
      return { summary: scenario && summaryOf('', scenario), faults }
    },
  )
  app.post(
    '/api/exercises',
    {
      ...roles(LEADS),
      bodyLimit: SCENARIO_LIMIT,
      schema: { tags, body: NewExercise, response: { 201: ExerciseView } },
    },
    async (request, reply) => {
      mustLead(request)
      const id = await exercises.start(by(request), wanted(request.body))
      return reply.code(201).send(await exercises.view(id))
    },
  )
  app.post(
    '/api/exercises/:id/steer',
    {
      ...roles(LEADS),
      schema: { tags, params: ExerciseParams, body: Steer, response: { 200: ExerciseView } },
    },
    async (request) => {
      mustLead(request, request.body.do === 'end')
      await exercises.steer(by(request), request.params.id, request.body)
      return exercises.view(request.params.id)
    },
  )
  app.post(
    '/api/exercises/:id/review',
    { ...roles(READS), schema: { tags, params: ExerciseParams, response: { 200: ExerciseView } } },
    async (request) => {
      await exercises.review(by(request), request.params.id)
      return exercises.view(request.params.id)
    },
  )
  app.post(
    '/api/exercises/:id/shut',
    { ...roles(LEADS), schema: { tags, params: ExerciseParams, response: { 200: ExerciseView } } },
    async (request) => {
      mustLead(request, true)
      await exercises.shut(by(request), request.params.id)
      return exercises.view(request.params.id)
    },
  )
  app.delete(
    '/api/exercises/:id',
    {
      ...roles(['administrator', 'leader']),
      schema: { tags, params: ExerciseParams, response: { 200: Type.Object({}) } },
    },
    async (request) => {
      await exercises.delete(by(request), request.params.id)
      return {}
    },
  )
}
