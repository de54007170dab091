/** A module that cannot be loaded today. */
throw new Error('thrown at load');

export default undefined;
