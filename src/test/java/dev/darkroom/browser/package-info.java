/**
 * Every journey in Chromium, against one real process. Each page is photographed, light, dark and on a phone, into
 * {@code target/screenshots}.
 */
package dev.darkroom.browser;
