import { NaiveBook } from './naive-book.js';
import { testBook } from './test-book-suite.js';

testBook((orders, instruments, chunks) => new NaiveBook(orders, instruments, chunks));
