import { countWhileWaiting } from './waiting.js';
import { openSourceInPlace } from './source.js';
import { showMoments } from './moments.js';
import { startPolling } from './poller.js';
import { keepLive } from './live.js';
import { submitInPlace } from './in-place.js';
import { switchInPlace } from './modes.js';
import { watchProcess } from './process.js';

showMoments(document);
startPolling();
switchInPlace();
submitInPlace();
countWhileWaiting();
watchProcess();
keepLive();
openSourceInPlace();
