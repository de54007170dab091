/** The other side of the order half: an object an order, `toFixed` and `JSON.stringify`, as venues' own examples do it. */
export type PeerOrder = (
  id: number,
  clientId: string,
  price: number,
  quantity: number,
  timestamp: number,
) => object;

export const PEER_SPOT: PeerOrder = (id, newClientOrderId, price, quantity, timestamp) => ({
  id,
  method: 'order.place',
  params: {
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    quantity: quantity.toFixed(5),
    newClientOrderId,
    newOrderRespType: 'ACK',
    selfTradePreventionMode: 'EXPIRE_MAKER',
    recvWindow: 1_000,
    timestamp,
    price: price.toFixed(2),
    timeInForce: 'GTC',
  },
});

export const PEER_FUTURES: PeerOrder = (id, newClientOrderId, price, quantity, timestamp) => ({
  id,
  method: 'order.place',
  params: {
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    quantity: quantity.toFixed(3),
    newClientOrderId,
    newOrderRespType: 'RESULT',
    recvWindow: 1_000,
    timestamp,
    price: price.toFixed(1),
    timeInForce: 'GTC',
  },
});
