export { transfer } from './transfer.js';
export { qrPayment } from './qr-payment.js';
export { topUp } from './top-up.js';
export { pledgedTransfer } from './pledged-transfer.js';
export { overview } from './overview.js';
export { balance } from './balance.js';
