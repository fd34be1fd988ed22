import { countWhileWaiting } from './waiting.js';
import { showMoments } from './moments.js';
import { startPolling } from './poller.js';
import { feelPulse } from './pulse.js';
import { takeDrops } from './drop.js';

showMoments(document);
startPolling();
takeDrops();
countWhileWaiting();
feelPulse();
