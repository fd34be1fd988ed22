import { countWhileWaiting } from './waiting.js';
import { openSourceInPlace } from './source.js';
import { showMoments } from './moments.js';
import { startPolling } from './poller.js';
import { keepLive } from './live.js';
import { sendQuietly } from './quietly.js';
import { switchInPlace } from './modes.js';
import { watchPulse } from './pulse.js';

showMoments(document);
startPolling();
switchInPlace();
sendQuietly();
countWhileWaiting();
watchPulse();
keepLive();
openSourceInPlace();
