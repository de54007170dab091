/** The OpenAPI 3.1 document of REST, made of the very schemas that validate. Served at `/openapi.json`; committed as `docs/openapi.json`. */
import { z } from 'zod';
import { ORDER_TYPES, SIDES, STATUSES, TIMES_IN_FORCE } from '../../views/order-words.js';
import {
  sendOrder,
  updateOrder,
  whichAlgo,
  whichExchange,
  whichOrder,
  whichRun,
  whichStrategies,
  whichStrategy,
  whosePositions,
} from './requests.js';

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly query: z.ZodObject;
  readonly body?: z.ZodType;
  readonly headers?: readonly Json[];
  /** Of 200. */
  readonly answer: Json;
  readonly answerText: string;
}

const STRATEGY_STATES = ['starting', 'running', 'stopping', 'backing off', 'given up', 'stopped'];

const amount = { type: ['number', 'string'] };

const ORDER: Json = {
  type: 'object',
  description: 'Quantities are text on Binance, numbers everywhere else, where the order has its id with it.',
  required: ['symbol', 'side', 'quantity', 'price', 'order_type', 'exec_qty', 'time_in_force', 'status'],
  properties: {
    order_id: { type: 'string' },
    symbol: { type: 'string' },
    side: { type: 'string', enum: Object.keys(SIDES) },
    quantity: { ...amount, description: 'Total' },
    price: { type: 'number', description: '0 of an order without a price' },
    order_type: { type: 'string', examples: Object.keys(ORDER_TYPES) },
    exec_qty: { ...amount, description: 'What has executed of it' },
    time_in_force: { type: 'string', examples: Object.keys(TIMES_IN_FORCE) },
    status: { type: 'string', enum: STATUSES },
  },
};

/** Numbers as decimal text: exact. */
const decimal = (description: string): Json => ({ type: 'string', description });

const POSITION: Json = {
  type: 'object',
  required: ['account', 'symbol', 'net', 'open_buy', 'open_sell', 'cost', 'realized', 'fees', 'currency'],
  properties: {
    account: { type: 'string' },
    symbol: { type: 'string' },
    net: decimal('Quantity; below zero = short'),
    open_buy: decimal('What working orders may still buy'),
    open_sell: decimal('What working orders may still sell'),
    cost: decimal('Of what is held, at average cost'),
    mark: { type: ['string', 'null'], description: 'Last trade, else the reference price' },
    unrealized: { type: ['string', 'null'], description: 'Profit if it were closed at the mark' },
    realized: decimal('Profit by average cost, fees not taken off'),
    fees: decimal('Below zero = rebates'),
    currency: { type: 'string', description: 'Of the money; "ticks × lots" where the instrument has none' },
  },
};

const RUN: Json = {
  type: 'object',
  required: ['algo_id', 'algo_name', 'strategy', 'account', 'state', 'seconds', 'open_orders', 'parameters'],
  properties: {
    algo_id: { type: 'string', format: 'uuid' },
    algo_name: { type: 'string' },
    strategy: { type: 'string', description: 'That runs it' },
    account: { type: 'string' },
    state: { type: 'string', examples: ['running'] },
    seconds: { type: 'integer', description: 'How long it has been so' },
    open_orders: { type: 'integer' },
    parameters: { type: 'object' },
  },
};

const STRATEGY: Json = {
  type: 'object',
  required: ['strategy', 'plugin', 'account', 'state', 'seconds', 'open_orders', 'parameters'],
  properties: {
    strategy: { type: 'string' },
    plugin: { type: 'string' },
    account: { type: 'string' },
    instruments: { type: 'array', items: { type: 'string' } },
    state: { type: 'string', enum: STRATEGY_STATES },
    seconds: { type: 'integer', description: 'How long it has been so' },
    starts: { type: 'integer' },
    failures: { type: 'integer' },
    last_failure: { type: 'string' },
    commands: { type: 'integer', description: 'Sent in this life' },
    open_orders: { type: 'integer' },
    lost: { type: 'integer', description: 'Trades and states of books that were left out' },
    memory_mb: { type: 'number' },
    memory_mb_max: { type: 'number' },
    handler_ms: { type: 'integer' },
    keep_orders: { type: 'boolean' },
    parameters: { type: 'object' },
    executions: { type: 'integer' },
    max_executions: { type: 'integer', description: '0 = no limit' },
    throttled: { type: 'boolean', description: 'A person has to let it go on' },
    killed: { type: 'boolean' },
    reduce_only: { type: 'boolean' },
  },
};

const PROBLEM: Json = {
  type: 'object',
  required: ['success', 'message', 'reason', 'code'],
  properties: {
    success: { const: false },
    message: { type: 'string' },
    reason: { type: 'string', description: 'Name of the reason code', examples: ['PriceOffTick'] },
    code: { type: 'integer', examples: [202] },
    order_id: { type: 'string', description: 'Of the order that it is about, where there is one' },
    state: { const: 'unknown', description: 'Of 504' },
    engine: { type: 'string', description: 'Of 421: the engine that trades the instrument' },
    address: { type: 'string', format: 'uri', description: 'Of 421: where its REST door is' },
  },
};

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A second order of the same key is refused with 409, and the id of the first one',
  schema: { type: 'string', minLength: 1, maxLength: 64 },
};

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

const FOR_OPERATORS = 'For keys with the role of an operator.';

const leading = (summary: string): Operation => ({
  summary,
  description: `${FOR_OPERATORS} Answered when it runs, has failed, or has stopped.`,
  query: whichStrategy,
  answer: ref('Strategy'),
  answerText: 'How it is then',
});

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/api/v1/send-order': {
    post: {
      summary: 'Send an order',
      description: 'Answered when our book, or the venue, has taken or refused it.',
      query: whichExchange,
      body: sendOrder,
      headers: [IDEMPOTENCY_KEY],
      answer: { type: 'string', examples: ['4294967297'] },
      answerText: 'The id of the order',
    },
  },
  '/api/v1/update-order': {
    put: {
      summary: 'Change quantity or price of an order',
      query: whichOrder,
      body: updateOrder,
      answer: { type: 'null' },
      answerText: 'It is as asked',
    },
  },
  '/api/v1/cancel-order': {
    delete: {
      summary: 'Cancel an order',
      query: whichOrder,
      answer: {
        type: 'object',
        required: ['success', 'message', 'data'],
        properties: { success: { const: true }, message: { type: 'string' }, data: ref('Order') },
      },
      answerText: 'It is cancelled; data is the order as it ended',
    },
  },
  '/api/v1/get-order': {
    get: { summary: 'How an order stands', query: whichOrder, answer: ref('Order'), answerText: 'The order' },
  },
  '/api/v1/send-algo': {
    post: {
      summary: 'Start an algorithm',
      description: 'The body is its parameters. Answered when it runs, or with what is wrong with them.',
      query: whichAlgo,
      body: z.record(z.string(), z.unknown()),
      answer: { type: 'string', format: 'uuid' },
      answerText: 'The id of the run',
    },
  },
  '/api/v1/cancel-algo': {
    delete: {
      summary: 'Stop a run of an algorithm',
      query: whichRun,
      answer: { type: 'boolean' },
      answerText: 'True when it has stopped; false when no such run goes on',
    },
  },
  '/api/v1/list-algos': {
    get: {
      summary: 'The runs that go on',
      query: z.object({}),
      answer: { type: 'array', items: ref('Run') },
      answerText: 'Those of the accounts that the caller may act for',
    },
  },
  '/api/v1/positions': {
    get: {
      summary: 'What the accounts hold, and what they have made',
      query: whosePositions,
      answer: { type: 'array', items: ref('Position') },
      answerText:
        'One for each account and instrument that have met, of the accounts that the caller may act for',
    },
  },
  '/api/v1/list-strategies': {
    get: {
      summary: 'How the strategies are',
      description: FOR_OPERATORS,
      query: whichStrategies,
      answer: { type: 'array', items: ref('Strategy') },
      answerText: 'Those of the accounts that the caller may act for',
    },
  },
  '/api/v1/start-strategy': {
    post: leading('Start a strategy that does not run, also one that was given up'),
  },
  '/api/v1/stop-strategy': {
    post: leading('Stop a strategy; its orders are cancelled unless it keeps them'),
  },
  '/api/v1/reload-strategy': { post: leading('Give a strategy its new code; its orders stand') },
  '/api/v1/strategy-parameters': {
    put: {
      ...leading('Give a strategy other parameters, all of them; its orders stand'),
      body: z.record(z.string(), z.unknown()),
    },
  },
};

const PROBLEMS: Readonly<Record<string, string>> = {
  '400': 'The body cannot be read, or the venue has refused',
  '401': 'No key, or none of this engine',
  '403': 'Not for this account, not without the role of an operator, or from a web page that may not call',
  '404': 'No such exchange, instrument, account, order or strategy',
  '409': 'The order is over, or was sent before',
  '413': 'The body is too large',
  '415': 'The body is not said to be JSON',
  '421': 'Another engine trades the instrument: send it there',
  '422': 'A field is not what it must be, or a check of risk refuses the order',
  '429': 'Too many orders in this second',
  '503': 'Overloaded, starting or stopping: nothing was done',
  '504': 'No outcome in time: the state of the order is unknown',
};

export function openApi(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pregão',
      version: '1',
      description:
        'Orders and algorithms over REST. Requests without a key are taken from this machine, where that is configured.',
    },
    servers: [{ url: '/' }],
    security: [{}, { key: [] }],
    paths: Object.fromEntries(Object.entries(OPERATIONS).map(([path, methods]) => [path, pathItem(methods)])),
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { Order: ORDER, Position: POSITION, Run: RUN, Strategy: STRATEGY, Problem: PROBLEM },
    },
  };
}

const pathItem = (methods: Readonly<Record<string, Operation>>): Json =>
  Object.fromEntries(
    Object.entries(methods).map(([method, operation]) => [method, operationJson(operation)]),
  );

function operationJson({
  summary,
  description,
  query,
  body,
  headers = [],
  answer,
  answerText,
}: Operation): Json {
  return {
    summary,
    ...(description !== undefined && { description }),
    parameters: [...queryJson(query), ...headers],
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } },
    }),
    responses: {
      '200': { description: answerText, content: { 'application/json': { schema: answer } } },
      ...Object.fromEntries(Object.entries(PROBLEMS).map(([status, text]) => [status, problem(text)])),
    },
  };
}

function queryJson(query: z.ZodObject): Json[] {
  const { properties = {}, required = [] } = schemaOf(query) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

const problem = (description: string): Json => ({
  description,
  content: { 'application/json': { schema: ref('Problem') } },
});

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' }) as Json;
  return rest;
}

export const OPENAPI_TEXT = `${JSON.stringify(openApi(), null, 2)}\n`;
