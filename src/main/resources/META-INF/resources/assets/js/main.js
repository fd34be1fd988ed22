import { showMoments } from './clock.js';
import { submitInPlace } from './in-place.js';
import { switchInPlace } from './modes.js';
import { startPolling } from './poller.js';
import { watchProcess } from './process.js';
import { keepLive } from './refresh.js';
import { openSourceInPlace } from './source.js';
import { countWhileWaiting } from './waiting.js';

showMoments(document);
startPolling();
switchInPlace();
submitInPlace();
countWhileWaiting();
watchProcess();
keepLive();
openSourceInPlace();
