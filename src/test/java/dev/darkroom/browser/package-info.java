/**
 * Every journey in Chromium, against real processes. Screenshots of each page, in light, in dark and on a phone, are in
 * {@code target/screenshots}.
 */
package dev.darkroom.browser;
